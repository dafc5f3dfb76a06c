"""What contributed files may hold and do: refused where they would do more, and made harmless."""
