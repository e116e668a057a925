package packetwalk.kernel.view;
import java.nio.file.*;
final class Show { public static void main(String[] a) throws Exception {
  StringBuilder all = new StringBuilder("<body style='font-family:sans-serif;background:#111;color:#eee;margin:16px'>");
  for (var w : java.util.List.of(World.ping(), World.lost(), World.masqueraded(), World.empty())) { all.append(Views.bundle(w).get("text/html")).append("<br>"); }
  Files.writeString(Path.of(a[0] + "/walks.html"), all);
  var w = World.ping();
  System.out.println(Views.times(w));
  System.out.println(Views.bundle(Views.table(w)).get("text/plain"));
  Files.writeString(Path.of(a[0] + "/rest.html"), Views.bundle(Views.times(w)).get("text/html") + Views.bundle(Views.table(w)).get("text/html") + Views.bundle(new packetwalk.trace.Printout("node 1", "ip route", "default via <b>\nx")).get("text/html"));
}}
