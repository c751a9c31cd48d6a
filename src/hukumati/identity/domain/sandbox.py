"""Who may be signed in to a site that is being tried out, and to one that serves people."""


def may_meet(*, is_sandbox: bool, is_fictional: bool, is_fictional_world: bool) -> bool:
    """Return whether an account may be used on a site.

    A site on trial meets fictional people alone: nobody has judged yet what it does with what it receives. A site that
    serves people meets fictional ones only where everybody is fictional, as in the demonstration.
    """
    return is_fictional if is_sandbox else not is_fictional or is_fictional_world
