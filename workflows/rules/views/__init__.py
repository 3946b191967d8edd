"""What people are shown: the page of a workflow in the Temporal UI, and notices."""
