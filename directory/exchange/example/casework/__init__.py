"""An invented year of casework for the example directory: what staff asked, logged, recorded and searched. It
is written by the actions of the rooms, at the moments they are told, so that all that hangs together does."""
