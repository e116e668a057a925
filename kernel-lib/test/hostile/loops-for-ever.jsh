// says: It was still running when its time was over
// cell: pod-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) { while (true); }
