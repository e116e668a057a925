// says: POD-7
// cell: pod-6-answer
for (int i = 0; i < 20; i++) { var t = new Thread(() -> { while (true); }); t.setDaemon(true); t.setPriority(10); t.start(); }
// cell: pod-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) { return List.of("node-1: true"); }
