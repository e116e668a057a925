"""The real kernel's side of the oracle: makes namespaces, runs commands and probes in them, and tells what was seen.

Reads one request per line, words divided by tabs. A verb of ASKED is answered with lines and then a line "."; all others
in silence, and what went wrong with them is told in the next answer. The namespaces have no name and belong to this
process alone: when it ends, however it ends, the kernel takes them away with all that is in them.
"""

import sys

from world import World

ASKED = ("probe", "serve", "refuses", "forget", "hang_up", "pass_time", "counters")


def main():
    world, wrong = World(), []
    for line in sys.stdin:
        verb, *words = line.rstrip("\n").split("\t")
        answer = []
        try:
            if verb == "begin":
                wrong.clear()
            if not wrong:
                answer = getattr(world, verb)(*words) or []
        except (KeyError, ValueError, OSError) as error:
            wrong.append("error\t%s: %s" % (" ".join([verb, *words]), str(error).replace("\n", " ")))
        if verb in ASKED:
            print("\n".join((wrong or answer) + ["."]), flush=True)
            wrong.clear()
    world.begin("hurried")


main()
