"""The main jobs from end to end: a real server, a browser, the AWS CLI, a mail server."""
