"""A bootstrapped Gatepost in this process, and boto3 talking to the whole of it without a socket."""

from gatepost import app, bootstrap
from gatepost.core.call import Runtime
from tests.doors.boto import MANAGEMENT, Clients


class Installation(Clients):
    """An organisation of one account, its administrator, and AWS clients that sign with the bootstrap key."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        made = bootstrap.make(runtime, bootstrap.Wishes(account_id=MANAGEMENT, access_key=True))
        super().__init__(app.build(runtime), made)
        self.instance = made.instance
        self.admin = made.admin
        self._runner = app.make_runner(runtime)
        self.work()

    def work(self) -> None:
        """Do the jobs that are due."""
        self._runner.drain()
