package ai.matey.backend.together.error;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Parses dates in the three HTTP formats (RFC 9110, section 5.6.7): the current one and
 * the two obsolete ones.
 */
final class HttpDates {

	private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy",
			Locale.US);

	private HttpDates() {
	}

	/**
	 * Parse a date.
	 * @param date the date
	 * @param now the current time; a two-digit year is taken as the nearest one that is
	 * at most fifty years in the future
	 * @return the time, or {@code null} if the text is not a valid date
	 */
	static @Nullable Instant parse(String date, Instant now) {
		try {
			if (!date.contains(",")) {
				return LocalDateTime.parse(date, ASCTIME).toInstant(ZoneOffset.UTC);
			}
			if (date.indexOf(',') > 3) {
				return LocalDateTime.parse(date, rfc850(now)).toInstant(ZoneOffset.UTC);
			}
			return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT)).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static DateTimeFormatter rfc850(Instant now) {
		return new DateTimeFormatterBuilder().appendPattern("EEEE, dd-MMM-")
			.appendValueReduced(ChronoField.YEAR, 2, 2, now.atOffset(ZoneOffset.UTC).toLocalDate().minusYears(49))
			.appendPattern(" HH:mm:ss 'GMT'")
			.toFormatter(Locale.US);
	}

}
