"""What the widgets of the lectures train: each takes steps, and says what its panels show."""
