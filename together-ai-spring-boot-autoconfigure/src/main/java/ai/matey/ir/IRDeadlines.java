package ai.matey.ir;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long a call may take, phase by phase. {@code null} inherits: from the client's
 * settings in a request, no limit in the client's settings.
 *
 * @param connect from asking for a connection to having one; a request can shorten the
 * client's time, not lengthen it
 * @param firstToken from sending a streaming request to its first token
 * @param idle between two chunks of a stream, counted only while the reader wants more
 * @param response from sending a plain request to its whole answer
 * @param total the whole call, waits and retries included
 * @param unread how long the reader of a response may ask for nothing before the response
 * is given up; the only time that counts for the reader
 */
public record IRDeadlines(@Nullable Duration connect, @Nullable Duration firstToken, @Nullable Duration idle,
		@Nullable Duration response, @Nullable Duration total, @Nullable Duration unread) {

	/** Inherits everything. */
	public static final IRDeadlines INHERIT = new IRDeadlines(null, null, null, null, null, null);

	public IRDeadlines {
		check("connect", connect);
		check("firstToken", firstToken);
		check("idle", idle);
		check("response", response);
		check("total", total);
		check("unread", unread);
	}

	/**
	 * Create deadlines that inherit how long a response may be unread.
	 * @param connect from asking for a connection to having one
	 * @param firstToken from sending a streaming request to its first token
	 * @param idle between two chunks of a stream
	 * @param response from sending a plain request to its whole answer
	 * @param total the whole call
	 */
	public IRDeadlines(@Nullable Duration connect, @Nullable Duration firstToken, @Nullable Duration idle,
			@Nullable Duration response, @Nullable Duration total) {
		this(connect, firstToken, idle, response, total, null);
	}

	/**
	 * Lays these deadlines over others.
	 * @param fallback used wherever this one has {@code null}
	 * @return the combination
	 */
	public IRDeadlines orElse(IRDeadlines fallback) {
		return new IRDeadlines(first(this.connect, fallback.connect), first(this.firstToken, fallback.firstToken),
				first(this.idle, fallback.idle), first(this.response, fallback.response),
				first(this.total, fallback.total), first(this.unread, fallback.unread));
	}

	/**
	 * The same with another time to connect.
	 * @param connect the time, or {@code null} to inherit
	 * @return the copy
	 */
	public IRDeadlines withConnect(@Nullable Duration connect) {
		return new IRDeadlines(connect, this.firstToken, this.idle, this.response, this.total, this.unread);
	}

	/**
	 * The same with another time to the first token.
	 * @param firstToken the time, or {@code null} to inherit
	 * @return the copy
	 */
	public IRDeadlines withFirstToken(@Nullable Duration firstToken) {
		return new IRDeadlines(this.connect, firstToken, this.idle, this.response, this.total, this.unread);
	}

	/**
	 * The same with another time between chunks.
	 * @param idle the time, or {@code null} to inherit
	 * @return the copy
	 */
	public IRDeadlines withIdle(@Nullable Duration idle) {
		return new IRDeadlines(this.connect, this.firstToken, idle, this.response, this.total, this.unread);
	}

	/**
	 * The same with another time to the whole plain answer.
	 * @param response the time, or {@code null} to inherit
	 * @return the copy
	 */
	public IRDeadlines withResponse(@Nullable Duration response) {
		return new IRDeadlines(this.connect, this.firstToken, this.idle, response, this.total, this.unread);
	}

	/**
	 * The same with another time for the whole call.
	 * @param total the time, or {@code null} to inherit
	 * @return the copy
	 */
	public IRDeadlines withTotal(@Nullable Duration total) {
		return new IRDeadlines(this.connect, this.firstToken, this.idle, this.response, total, this.unread);
	}

	/**
	 * The same with another time for which a response may be unread.
	 * @param unread the time, or {@code null} to inherit
	 * @return the copy
	 */
	public IRDeadlines withUnread(@Nullable Duration unread) {
		return new IRDeadlines(this.connect, this.firstToken, this.idle, this.response, this.total, unread);
	}

	private static @Nullable Duration first(@Nullable Duration own, @Nullable Duration fallback) {
		return (own != null) ? own : fallback;
	}

	private static void check(String name, @Nullable Duration value) {
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new IllegalArgumentException("deadline '" + name + "' must be longer than zero but is " + value
					+ "; leave it unset for no limit");
		}
	}

}
