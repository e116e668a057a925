package packetwalk.trace;
import java.util.List;
final class PcapText {
  static String of(List<Captured> frames) { return frames.size()+" frames"; }
}
