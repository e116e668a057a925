// says: POD-7
// cell: pod-7-answer
<T> T id(T a, T b) { return a; }
var x = id(id(id(id(id(id(id(id(1, "a"), id(2.0, 'c')), id(id(List.of(1), Set.of("b")), id(Map.of(1, 2), 3L))), id(id(id(1, "a"), id(2.0, 'c')), id(id(List.of(1), Set.of("b")), id(Map.of(1, 2), 3L)))), id(id(id(id(1, "a"), id(2.0, 'c')), id(id(List.of(1), Set.of("b")), id(Map.of(1, 2), 3L))), id(id(id(1, "a"), id(2.0, 'c')), id(id(List.of(1), Set.of("b")), id(Map.of(1, 2), 3L))))), 1), 2), 3), 4);
List<String> repair(String a, Cidr b, String c, Cidr d) { return List.of(); }
