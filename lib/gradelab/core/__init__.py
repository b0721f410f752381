"""What everything stands on: errors for people, and reasons why a person must look."""
