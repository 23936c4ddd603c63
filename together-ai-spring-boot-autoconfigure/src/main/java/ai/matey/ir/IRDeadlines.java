package ai.matey.ir;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Time limits of the phases of a call. In a request, {@code null} inherits the client's
 * setting; in the client's settings, it means no limit.
 *
 * @param connect from requesting a connection to having one; a request can shorten the
 * client's limit but not extend it
 * @param firstToken from sending a streaming request to its first token
 * @param idle between two chunks of a stream, measured only while there is demand
 * @param response from sending a plain request to its complete response
 * @param total the entire call, including waits and retries
 * @param unread how long the subscriber may request nothing before the response is
 * aborted; the only limit that applies to the subscriber
 * @since 0.1.0
 */
public record IRDeadlines(@Nullable Duration connect, @Nullable Duration firstToken, @Nullable Duration idle,
		@Nullable Duration response, @Nullable Duration total, @Nullable Duration unread) {

	/** Deadlines that inherit everything. */
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
	 * Create deadlines that inherit the limit on unread responses.
	 * @param connect from requesting a connection to having one
	 * @param firstToken from sending a streaming request to its first token
	 * @param idle between two chunks of a stream
	 * @param response from sending a plain request to its complete response
	 * @param total the whole call
	 */
	public IRDeadlines(@Nullable Duration connect, @Nullable Duration firstToken, @Nullable Duration idle,
			@Nullable Duration response, @Nullable Duration total) {
		this(connect, firstToken, idle, response, total, null);
	}

	/**
	 * Return these deadlines with others used for those that are {@code null}.
	 * @param fallback the deadlines used where this one has {@code null}
	 * @return the combined deadlines
	 */
	public IRDeadlines orElse(IRDeadlines fallback) {
		return new IRDeadlines(first(this.connect, fallback.connect), first(this.firstToken, fallback.firstToken),
				first(this.idle, fallback.idle), first(this.response, fallback.response),
				first(this.total, fallback.total), first(this.unread, fallback.unread));
	}

	/**
	 * Return a copy with another limit for connecting.
	 * @param connect the limit, or {@code null} to inherit it
	 * @return the copy
	 */
	public IRDeadlines withConnect(@Nullable Duration connect) {
		return new IRDeadlines(connect, this.firstToken, this.idle, this.response, this.total, this.unread);
	}

	/**
	 * Return a copy with another limit for the first token.
	 * @param firstToken the limit, or {@code null} to inherit it
	 * @return the copy
	 */
	public IRDeadlines withFirstToken(@Nullable Duration firstToken) {
		return new IRDeadlines(this.connect, firstToken, this.idle, this.response, this.total, this.unread);
	}

	/**
	 * Return a copy with another limit between chunks.
	 * @param idle the limit, or {@code null} to inherit it
	 * @return the copy
	 */
	public IRDeadlines withIdle(@Nullable Duration idle) {
		return new IRDeadlines(this.connect, this.firstToken, idle, this.response, this.total, this.unread);
	}

	/**
	 * Return a copy with another limit for a plain response.
	 * @param response the limit, or {@code null} to inherit it
	 * @return the copy
	 */
	public IRDeadlines withResponse(@Nullable Duration response) {
		return new IRDeadlines(this.connect, this.firstToken, this.idle, response, this.total, this.unread);
	}

	/**
	 * Return a copy with another limit for the entire call.
	 * @param total the limit, or {@code null} to inherit it
	 * @return the copy
	 */
	public IRDeadlines withTotal(@Nullable Duration total) {
		return new IRDeadlines(this.connect, this.firstToken, this.idle, this.response, total, this.unread);
	}

	/**
	 * Return a copy with another limit on unread responses.
	 * @param unread the limit, or {@code null} to inherit it
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
