package packetwalk.kernel.jupyter;

import java.util.regex.Pattern;

/** Text of what was thrown outside a cell's own run, where JShell gives no lines: names without JShell's wrappers. */
final class StackText {
    private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\w+(\\$|\\.(?=\\w))");
    private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");
    private static final int FRAMES = 3;

    private StackText() {}

    /** The class name a learner wrote: {@code REPL.$JShell$12$Loop} is {@code Loop}. */
    static String name(String className) {
        return WRAPPER.matcher(className).replaceAll("");
    }

    /** A signature without the packages of the types in it; a type alone keeps its package. */
    static String brief(String signature) {
        return signature.matches("[\\w.$]+")
                ? signature
                : PACKAGES.matcher(signature).replaceAll("").replaceFirst("^(\\w+):", "$1: ");
    }

    /** Type, message and the first frames, never throwing whatever {@code thrown} does in its own methods. */
    static String of(Throwable thrown) {
        StringBuilder text = new StringBuilder(name(thrown.getClass().getName()));
        String message = message(thrown);
        if (!message.isEmpty()) {
            text.append(": ").append(message);
        }
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            text.append("\n    at ").append(name(frames[i].getClassName() + "." + frames[i].getMethodName()));
        }
        return text.toString();
    }

    /** The message, or what asking for it threw. */
    static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (Throwable hostile) { // a learner's getMessage() may throw anything
            return "(its getMessage() threw " + hostile.getClass().getSimpleName() + ")";
        }
    }
}
