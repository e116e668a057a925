// says: not yet
// cell: pod-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) { return List.of("router: ip route add 10.77.1.0/24 via 10.100.0.2", "router: ip route add 10.77.2.0/24 via 10.100.0.3"); }
