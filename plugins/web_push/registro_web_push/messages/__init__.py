"""What is sent: encrypted, signed, by https to push services and to nobody else."""
