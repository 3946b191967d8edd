"""What workflows need of Temporal, and no rule of any award."""
