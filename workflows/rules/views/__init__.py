"""Views for people: the page of a workflow in the Temporal UI, and notices."""
