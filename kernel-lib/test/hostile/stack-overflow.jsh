// says: StackOverflowError
// cell: pod-7-answer
List<String> deeper(int n) { return deeper(n + 1); }
List<String> repair(String a, Cidr b, String c, Cidr d) { return deeper(0); }
