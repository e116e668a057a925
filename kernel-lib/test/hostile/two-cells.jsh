// says: Two cells claim to be this answer
// cell: pod-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) { return List.of(); }
// cell: pod-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) { return List.of("node-1: true"); }
