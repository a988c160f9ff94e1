"""Who belongs to the network: category, standing, voting right, each dated."""
