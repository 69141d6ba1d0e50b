"""What Gatepost calls: mail, directories, accounts."""
