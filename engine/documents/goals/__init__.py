"""What a plan is for: its years, the stages that its passport promises, the numbers in texts."""
