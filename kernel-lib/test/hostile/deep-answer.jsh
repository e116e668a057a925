// says: too deep
// cell: pod-7-answer
List<Object> repair(String a, Cidr b, String c, Cidr d) { List<Object> all = new ArrayList<>(); all.add(all); return all; }
