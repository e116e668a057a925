/**
 * curl 8.5, as far as one URL and HTTP/1.1 go: {@link packetwalk.program.curl.CurlLine} is what is typed behind its name,
 * {@link packetwalk.program.curl.Curl} runs it, looks names up, follows redirects, checks certificates, and gives what it
 * prints, in its words and with its exit codes.
 *
 * <p>Left out, and refused by name: other protocols, files as data, cookies, proxies, several URLs.
 *
 * @see <a href="https://curl.se/docs/manpage.html">curl(1)</a>
 */
@NullMarked
package packetwalk.program.curl;

import org.jspecify.annotations.NullMarked;
