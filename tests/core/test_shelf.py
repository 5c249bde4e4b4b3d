"""The shelf of the kernel's tests lends no connection to two threads."""

import threading
import transaction


def test_a_thread_at_its_end_leaves_the_work_of_others_alone(shelf):
    """A transaction aborts its resources once more after its hooks: the others must not be working with them."""
    hooked, begun, ended = (threading.Event() for _ in range(3))

    def first():
        shelf.put("a")
        transaction.get().addAfterCommitHook(lambda success: (hooked.set(), begun.wait(20)))
        transaction.commit()
        ended.set()

    def second():
        assert hooked.wait(20)
        shelf.put("b")
        begun.set()
        assert ended.wait(20)
        shelf.put("c")
        transaction.commit()

    threads = [threading.Thread(target=work, daemon=True) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert set(shelf.all()) == {"a", "b", "c"}
