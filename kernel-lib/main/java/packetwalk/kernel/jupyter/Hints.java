package packetwalk.kernel.jupyter;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;

/** One line of advice for the mistakes that learners make most. */
final class Hints {
    private static final Pattern SYMBOL = Pattern.compile("symbol:\\s+(?:variable|method|class)\\s+(\\w+)");
    private static final Pattern LEADING_DOT = Pattern.compile(";\\s*(?://[^\\n]*)?\\n\\s*\\.");

    /** Part of javac's message, and what to do about it. */
    private static final Map<String, String> COMPILE = new LinkedHashMap<>();

    private static final Map<String, String> RUN = Map.of(
            "StackOverflowError", "a method calls itself without an end; look at the line that repeats",
            "OutOfMemoryError", "the heap is full: set what is large to null, or restart the kernel",
            "ExitRefused", "Kernel > Restart gives a fresh start",
            "NoClassDefFoundError", "a jar is missing on the class path; %jars adds one",
            "ClassCastException", "redefining a class makes a new type: run again the cells that made the old objects",
            "UnsupportedOperationException",
                    "collections that the library returns do not change; copy into new ArrayList<>(…)",
            "ConcurrentModificationException",
                    "the collection changed while a loop went over it; use removeIf or a copy");

    static {
        COMPILE.put("unreported exception", "wrap it in try { … } catch, or add throws to the method");
        COMPILE.put("possible lossy conversion", "say that you want it: (int) value, or use the wider type");
        COMPILE.put("might not have been initialized", "give the variable a value where it is declared");
        COMPILE.put("unclosed string literal", "a \" is missing; text over several lines is \"\"\" … \"\"\"");
        COMPILE.put("';' expected", "a ; is missing, or two words stand where one belongs");
        COMPILE.put("')' expected", "a ) is missing, or a comma between two arguments");
        COMPILE.put("effectively final", "a lambda reads only variables that are never assigned again");
        COMPILE.put("does not exist", "check the spelling of the package; %jars adds a library");
        COMPILE.put("is not public", "only public types and methods can be used from a notebook");
        COMPILE.put("is ambiguous", "two imports bring that name: write it with its package");
    }

    private final JShell shell;

    Hints(JShell shell) {
        this.shell = shell;
    }

    static Optional<String> forThrown(String type) {
        return Optional.ofNullable(RUN.get(type.substring(type.lastIndexOf('.') + 1)));
    }

    /** Advice on javac's {@code message} about {@code source}. */
    Optional<String> forRejected(String message, String source) {
        if (LEADING_DOT.matcher(source).find() || source.startsWith(".")) {
            return Optional.of("a line that begins with a dot continues the one above: drop the ; there");
        }
        if (message.startsWith("reached end of file")) {
            return Optional.of("the cell ends early: " + unclosed(source) + " is missing");
        }
        if (source.startsWith("%")) {
            return Optional.of("of the magics, this kernel knows %jars; a cell is Java otherwise");
        }
        Matcher symbol = SYMBOL.matcher(message);
        if (symbol.find()) {
            return similar(symbol.group(1));
        }
        return COMPILE.entrySet().stream()
                .filter(known -> message.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The closing bracket that {@code source} lacks; brackets in strings are not told apart. */
    private static String unclosed(String source) {
        StringBuilder open = new StringBuilder();
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            int kind = "([{".indexOf(c);
            if (kind >= 0) {
                open.append(")]}".charAt(kind));
            } else if (open.length() > 0 && c == open.charAt(open.length() - 1)) {
                open.setLength(open.length() - 1);
            }
        }
        return open.length() == 0 ? "a name or a value" : String.valueOf(open.charAt(open.length() - 1));
    }

    /** The declared or imported name that is spelled most like {@code name}, if one is close. */
    Optional<String> similar(String name) {
        int close = name.length() <= 4 ? 1 : 2;
        return known().stream()
                .filter(candidate -> !candidate.equals(name) && distance(candidate, name) <= close)
                .min(Comparator.comparingInt((String candidate) -> distance(candidate, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(candidate -> "did you mean " + candidate + "?");
    }

    private Set<String> known() {
        Set<String> names = new LinkedHashSet<>();
        shell.variables().forEach(variable -> names.add(variable.name()));
        shell.methods().forEach(method -> names.add(method.name()));
        shell.types().forEach(type -> names.add(type.name()));
        names.addAll(Set.of("String", "Integer", "System", "List", "Map", "Path", "Duration", "Math"));
        try {
            for (Method method : Class.forName("packetwalk.Packetwalk").getMethods()) {
                names.add(method.getName());
            }
        } catch (ClassNotFoundException | LinkageError absent) {
            return names;
        }
        return names;
    }

    /** Levenshtein distance, without regard to case. */
    static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
                int change = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
