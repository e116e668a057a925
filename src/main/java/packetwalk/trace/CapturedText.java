package packetwalk.trace;
final class CapturedText {
  static String of(Captured c) { return c.at().place()+" "+c.frame(); }
}
