/**
 * What was judged, as data: {@link packetwalk.kernel.report.GradeReport}. It knows neither cards nor networks, so whatever an
 * instructor's system takes can be written from it.
 */
@org.jspecify.annotations.NullMarked
package packetwalk.kernel.report;
