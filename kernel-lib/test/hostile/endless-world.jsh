// says: too many
// cell: pod-7-answer
List<String> repair(String a, Cidr b, String c, Cidr d) { return Collections.nCopies(200, "node-1: hey -n 20000 -c 200 -disable-keepalive http://10.100.0.1/"); }
// cell: pod-1-answer
String manifest(String pod, int app, int log) { return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: 1000000000, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}}\n"; }
