package packetwalk.ingress;

import java.util.Objects;

/** Which paths of requests a path of an Ingress means, as a controller reads it. */
public sealed interface PathMatch {

    /** Whether a request for {@code path}, without its query, is meant. */
    boolean matches(String path);

    /** Whether it means that one path only: such a match is better than any other. */
    boolean isExact(String path);

    /** How much of a path it fixes: of several that match the longest is taken. */
    int length();

    /** That path and no other; upper and lower case differ. */
    record Exact(String path) implements PathMatch {
        public Exact {
            requirePath(path);
        }

        @Override
        public boolean matches(String asked) {
            return asked.equals(path);
        }

        @Override
        public boolean isExact(String asked) {
            return true;
        }

        @Override
        public int length() {
            return path.length();
        }
    }

    /** That path and all below it, element by element: {@code /aaa/bb} is no prefix of {@code /aaa/bbb}. */
    record Prefix(String path) implements PathMatch {
        public Prefix {
            requirePath(path);
        }

        @Override
        public boolean matches(String asked) {
            return asked.equals(withoutSlash()) || asked.startsWith(withSlash());
        }

        /** nginx gets {@code location = /foo} beside {@code location /foo/}. */
        @Override
        public boolean isExact(String asked) {
            return asked.equals(withoutSlash());
        }

        @Override
        public int length() {
            return withSlash().length();
        }

        private String withSlash() {
            return path.endsWith("/") ? path : path + "/";
        }

        private String withoutSlash() {
            return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        }
    }

    /** A pattern of Google's URL maps: a star may stand behind the last slash, {@code /foo/*}, and means anything. */
    record Glob(String pattern) implements PathMatch {
        public Glob {
            requirePath(pattern);
            if (!isPattern(pattern)) {
                throw new IllegalArgumentException(
                        "\"" + pattern + "\" has a star elsewhere than behind its last slash; write /path/*");
            }
        }

        static boolean isPattern(String text) {
            int star = text.indexOf('*');
            return star < 0 || (star == text.length() - 1 && text.endsWith("/*"));
        }

        @Override
        public boolean matches(String asked) {
            return isOpen() ? asked.startsWith(fixed()) : asked.equals(pattern);
        }

        @Override
        public boolean isExact(String asked) {
            return !isOpen();
        }

        @Override
        public int length() {
            return fixed().length();
        }

        private boolean isOpen() {
            return pattern.endsWith("*");
        }

        private String fixed() {
            return isOpen() ? pattern.substring(0, pattern.length() - 1) : pattern;
        }
    }

    private static void requirePath(String path) {
        Objects.requireNonNull(path, "path");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path \"" + path + "\" does not begin with /");
        }
    }
}
