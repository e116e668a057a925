// says: UnsatisfiedLinkError
// cell: pod-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) throws Exception {
    var library = java.nio.file.Path.of("/tmp/evil.so");
    java.nio.file.Files.write(library, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0});
    try {
        System.load(library.toString());
    } finally {
        java.nio.file.Files.delete(library); // where it is but a process, /tmp is everybody's
    }
    return List.of();
}
