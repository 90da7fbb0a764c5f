"""My profile: what somebody says they can do, what that comes to, and the plan that they follow."""
