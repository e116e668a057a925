package packetwalk.kernel.jupyter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import packetwalk.kernel.display.Imports;

/** Says what a declaration did besides declaring: variables it reset, library names it hides, names it still lacks. */
final class Redefinitions {
    private final JShell shell;

    Redefinitions(JShell shell) {
        this.shell = shell;
    }

    /** Notes about one snippet's {@code events}; none if nothing surprising happened. */
    List<String> notes(List<SnippetEvent> events) {
        List<String> notes = new ArrayList<>();
        String reset = events.stream()
                .filter(event -> event.causeSnippet() != null && event.status().isActive())
                .filter(event -> event.snippet() instanceof VarSnippet)
                .map(event -> ((VarSnippet) event.snippet()).name())
                .distinct()
                .collect(Collectors.joining(", "));
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null && event.status().isDefined()) {
                about(event.snippet(), reset, notes);
            }
        }
        return notes;
    }

    private void about(Snippet snippet, String reset, List<String> notes) {
        if (!reset.isEmpty() && snippet instanceof TypeDeclSnippet type) {
            notes.add("note: " + type.name() + " is a new type now; reset to null: " + reset
                    + " (run their cells again)");
        }
        String hidden = hidden(snippet);
        if (!hidden.isEmpty()) {
            notes.add(
                    "note: this hides " + hidden + " in the cells that follow; write the whole name for the library's");
        }
        if (snippet instanceof DeclarationSnippet declaration
                && snippet.subKind() != Snippet.SubKind.VAR_DECLARATION_SUBKIND) {
            String missing = shell.unresolvedDependencies(declaration).collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                notes.add("note: " + declaration.name() + " can be used once a cell declares " + missing);
            }
        }
    }

    /** The library's name that {@code snippet} hides from now on, or nothing. */
    private static String hidden(Snippet snippet) {
        ClassLoader loader = Redefinitions.class.getClassLoader();
        for (String imported : Imports.LIBRARY) {
            String name = imported.replaceFirst("\\.\\*$", "");
            try {
                if (snippet instanceof TypeDeclSnippet type && !name.startsWith("static ")) {
                    return Class.forName(name + "." + type.name(), false, loader)
                            .getName();
                }
                if (snippet instanceof MethodSnippet method && name.startsWith("static ")) {
                    Class<?> owner = Class.forName(name.substring("static ".length()), false, loader);
                    if (Arrays.stream(owner.getMethods())
                            .anyMatch(ours -> ours.getName().equals(method.name()))) {
                        return owner.getName() + "." + method.name() + "()";
                    }
                }
            } catch (ClassNotFoundException | LinkageError absent) {
                // LinkageError: on a case-blind file system another class has that file
            }
        }
        return "";
    }
}
