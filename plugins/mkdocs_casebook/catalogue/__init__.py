"""What a site publishes of its content as data, and what it takes from the data of other sites."""
