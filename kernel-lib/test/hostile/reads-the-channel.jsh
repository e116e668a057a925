// says: POD-7
// cell: pod-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) throws Exception {
    var in = new java.io.FileInputStream(java.io.FileDescriptor.in);
    throw new IllegalStateException("heard " + in.read());
}
