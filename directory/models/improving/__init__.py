"""What makes the directory better: proposals to the knowledge officer, and what was searched."""
