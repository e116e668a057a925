"""Command lines of a case, run in as few processes as give the same: a topology has some fifty of them."""

import shlex
import subprocess

from namespace import write


def quoted(word):
    """A word as iptables-restore reads it."""
    if word and not set(word) & set(" \t\"'\\"):
        return word
    return '"%s"' % word.replace("\\", "\\\\").replace('"', '\\"')


class Commands:
    """What waits to be run in one namespace; runs of one tool's commands become one call."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.waiting = []

    def add(self, line, stdin):
        self.waiting.append((line, stdin))

    def run(self):
        """Runs all, in order; raises ValueError with what a tool complains about."""
        waiting, self.waiting = self.waiting, []
        at = 0
        while at < len(waiting):
            kind, end = self.kind(*waiting[at]), at + 1
            while end < len(waiting) and kind != "alone" and self.kind(*waiting[end]) == kind:
                end += 1
            getattr(self, kind)(waiting[at:end])
            at = end

    @staticmethod
    def kind(line, stdin):
        words = shlex.split(line)
        if words[0] == "ip" and not words[1].startswith("-") and not stdin:
            return "ip"
        if words[0] == "sysctl" and words[1:2] == ["-w"]:
            return "sysctl"
        listing = {"-L", "-S", "-Z", "-C", "-h"}
        return words[0] if words[0] in ("iptables", "ip6tables") and not listing & set(words) else "alone"

    def ip(self, commands):
        lines = "".join(line.split(None, 1)[1] + "\n" for line, ignored in commands)
        self.call(["ip", "-batch", "-"], lines, "; ".join(line for line, ignored in commands))

    def sysctl(self, commands):
        with self.namespace:
            for line, ignored in commands:
                for setting in shlex.split(line)[2:]:
                    key, value = setting.split("=", 1)
                    try:
                        write(key.strip().replace(".", "/"), value.strip())
                    except OSError as error:
                        raise ValueError("sysctl %s: %s" % (setting, error.strerror)) from error

    def iptables(self, commands):
        self.rules("iptables-restore", commands)

    def ip6tables(self, commands):
        self.rules("ip6tables-restore", commands)

    def rules(self, tool, commands):
        tables = {}
        for line, ignored in commands:
            words, table = shlex.split(line)[1:], "filter"
            if "-t" in words:
                at = words.index("-t")
                table = words[at + 1]
                del words[at:at + 2]
            tables.setdefault(table, []).append(" ".join(quoted(word) for word in words))
        text = "".join("*%s\n%s\nCOMMIT\n" % (table, "\n".join(lines)) for table, lines in tables.items())
        self.call([tool, "--noflush"], text, text)
        self.namespace.ruled()

    def alone(self, commands):
        ((line, stdin),) = commands
        words = shlex.split(line)
        self.call(words, stdin, line)
        if words[0] not in ("bridge", "ip", "sysctl"):
            self.namespace.ruled()

    def call(self, words, stdin, shown):
        with self.namespace:
            done = subprocess.run(words, input=stdin, capture_output=True, text=True, close_fds=False)
        if done.returncode != 0:
            raise ValueError("%s: %s" % (shown, (done.stderr + done.stdout).strip()))
