"""Fix mistakes that can be meant in one way only, and keep each fix only if it helps."""
