// says: has no cell of that answer
// cell: pod-7-check
4.0
// cell: POD-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) { return List.of(); }
