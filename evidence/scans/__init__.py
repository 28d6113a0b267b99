"""What an examination leaves: locators, observations, outcomes, and the scan that is under way."""
