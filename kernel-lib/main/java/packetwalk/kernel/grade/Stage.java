package packetwalk.kernel.grade;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.kernel.grade.agent.Agent;

/**
 * A folder with all that a learner's JVM needs and nothing else: the simulator, the agent, the few libraries and programs that the JDK and the
 * jail want. It is the same for all submissions, and nobody writes to it; where there are namespaces it becomes the root.
 *
 * @param root that folder
 */
record Stage(Path root) {

    private static final String CLASSES = "classes";

    /** What the jail's script still calls once nothing else is there. */
    private static final List<String> TOOLS = List.of("umount", "setpriv");

    private static final List<String> TOOL_FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

    /**
     * Makes one.
     *
     * @param simulator the class path of the simulator, and only of it
     */
    static Stage make(Path root, List<Path> simulator) throws IOException {
        Stage stage = new Stage(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(root.resolve(CLASSES));
        int number = 0;
        for (Path each : simulator) {
            stage.add(each, String.format("%02d.jar", number++));
        }
        stage.addAgent();
        try (InputStream script = resource("jail.sh")) {
            Files.copy(script, stage.script());
        }
        return stage;
    }

    /** Adds what only a new root needs: libraries, devices, places to mount at. */
    void complete() throws IOException {
        for (String folder : List.of("proc", "tmp", "dev", "old", "bin")) {
            Files.createDirectories(root.resolve(folder));
        }
        for (String device : List.of("null", "zero", "random", "urandom")) {
            Files.createFile(root.resolve("dev").resolve(device));
        }
        Files.createDirectories(inside(javaHome()));
        List<Path> programs = new ArrayList<>();
        for (String tool : TOOLS) {
            Path program = program(tool);
            programs.add(program);
            copy(program, root.resolve("bin").resolve(tool));
        }
        programs.add(java());
        programs.add(javaHome().resolve("lib/server/libjvm.so"));
        for (Path library : libraries(programs)) {
            copy(library, inside(library));
        }
        copyConfiguration();
    }

    Path script() {
        return root.resolve("jail.sh");
    }

    /** The class path as files of this machine. */
    private List<Path> classes() {
        try (Stream<Path> files = Files.list(root.resolve(CLASSES))) {
            return files.sorted().toList();
        } catch (IOException gone) {
            throw new UncheckedIOException("the folder " + root + " cannot be read", gone);
        }
    }

    /** The class path as who has this folder for a root sees it. */
    String classPathInside() {
        return classes().stream()
                .map(each -> "/" + root.relativize(each))
                .collect(Collectors.joining(File.pathSeparator));
    }

    String classPathOutside() {
        return classes().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    static Path javaHome() throws IOException {
        return Path.of(System.getProperty("java.home")).toRealPath();
    }

    static Path java() throws IOException {
        return javaHome().resolve("bin").resolve("java");
    }

    void delete() {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException left) {
            // what is left is in the folder for what may be left
            root.toFile().deleteOnExit();
        }
    }

    private Path inside(Path absolute) {
        return root.resolve(absolute.getRoot().relativize(absolute));
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = Stage.class.getResourceAsStream("/packetwalk/grade/" + name);
        if (in == null) {
            throw new IOException("this library lacks its file packetwalk/grade/" + name);
        }
        return in;
    }

    private void addAgent() throws IOException {
        try (JarOutputStream jar = jar("agent.jar")) {
            for (String name : List.of(Agent.class.getName(), Agent.class.getName() + "$Loader")) {
                String file = name.replace('.', '/') + ".class";
                try (InputStream in = Agent.class.getResourceAsStream("/" + file)) {
                    if (in == null) {
                        throw new IOException("this library lacks " + file);
                    }
                    jar.putNextEntry(new JarEntry(file));
                    in.transferTo(jar);
                }
            }
        }
    }

    /** A folder of classes becomes a jar: only of jars a JVM can tell that nothing in them changes. */
    private void add(Path each, String name) throws IOException {
        if (!Files.isDirectory(each)) {
            copy(each, root.resolve(CLASSES).resolve(name));
            return;
        }
        try (JarOutputStream jar = jar(name);
                Stream<Path> files = Files.walk(each)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                jar.putNextEntry(new JarEntry(each.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, jar);
            }
        }
    }

    private JarOutputStream jar(String name) throws IOException {
        OutputStream file = Files.newOutputStream(root.resolve(CLASSES).resolve(name));
        JarOutputStream jar = new JarOutputStream(file);
        jar.setLevel(1);
        return jar;
    }

    private static Path program(String name) throws IOException {
        return TOOL_FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("no program " + name));
    }

    /** What {@code ldd} names, with the loader itself. */
    private static List<Path> libraries(List<Path> programs) throws IOException {
        List<String> command = new ArrayList<>(List.of("ldd"));
        programs.forEach(each -> command.add(each.toString()));
        Process ldd = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Path home = javaHome();
        return text.lines()
                .filter(line -> line.startsWith("\t"))
                .flatMap(line -> Stream.of(line.strip().split("\\s+")))
                .filter(word -> word.startsWith("/"))
                .map(word -> Path.of(word).normalize())
                .filter(each -> !each.startsWith(home))
                .distinct()
                .toList();
    }

    /** Some distributions keep a JDK's configuration elsewhere, and links to it in its place. */
    private void copyConfiguration() throws IOException {
        for (String folder : List.of("conf", "lib")) {
            try (Stream<Path> files = Files.walk(javaHome().resolve(folder))) {
                for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                    Path target =
                            link.resolveSibling(Files.readSymbolicLink(link)).normalize();
                    if (!target.startsWith(javaHome()) && Files.isRegularFile(target)) {
                        copy(target, inside(target));
                    }
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        to.toFile().setReadable(true, false);
    }
}
