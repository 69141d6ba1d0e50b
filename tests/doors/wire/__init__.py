"""AWS's wire: botocore writes what is read here, and reads what is written."""
