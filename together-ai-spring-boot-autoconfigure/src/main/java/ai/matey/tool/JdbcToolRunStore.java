package ai.matey.tool;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import javax.sql.DataSource;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A {@link ToolRunStore} in a database, shared by all instances that use it. The table
 * has one row per pending run:
 *
 * <pre>{@code
 * create table together_tool_run (run_key varchar(64) primary key, created_at timestamp not null)
 * }</pre>
 *
 * The instance that deletes the row of a run resumes it. Statements run on a scheduler
 * for blocking work, each in a separate transaction. Runs that nobody resumes remain
 * until {@link #purge} is called.
 *
 * @since 0.1.0
 */
public final class JdbcToolRunStore implements ToolRunStore {

	private static final String INSERT = "insert into together_tool_run (run_key, created_at) values (?, ?)";

	private static final String DELETE = "delete from together_tool_run where run_key = ?";

	private static final String PURGE = "delete from together_tool_run where created_at < ?";

	private final DataSource dataSource;

	private final Scheduler scheduler;

	/**
	 * Create a store whose statements run on {@link Schedulers#boundedElastic()}.
	 * @param dataSource the database
	 */
	public JdbcToolRunStore(DataSource dataSource) {
		this(dataSource, Schedulers.boundedElastic());
	}

	/**
	 * Create a store.
	 * @param dataSource the database
	 * @param scheduler the scheduler for the statements, which block
	 */
	public JdbcToolRunStore(DataSource dataSource, Scheduler scheduler) {
		this.dataSource = Objects.requireNonNull(dataSource, "dataSource must not be null");
		this.scheduler = Objects.requireNonNull(scheduler, "scheduler must not be null");
	}

	@Override
	public Mono<Void> add(String key) {
		return update(INSERT, (statement) -> {
			statement.setString(1, key);
			statement.setTimestamp(2, Timestamp.from(Instant.now()));
		}).then();
	}

	@Override
	public Mono<Boolean> remove(String key) {
		return update(DELETE, (statement) -> statement.setString(1, key)).map((rows) -> rows == 1);
	}

	/**
	 * Delete old pending runs, which can then no longer be resumed.
	 * @param age the minimum age of the runs to delete
	 * @return the number of deleted runs
	 */
	public Mono<Integer> purge(Duration age) {
		return update(PURGE, (statement) -> statement.setTimestamp(1, Timestamp.from(Instant.now().minus(age))));
	}

	private Mono<Integer> update(String sql, Parameters parameters) {
		return Mono.fromCallable(() -> execute(sql, parameters)).subscribeOn(this.scheduler);
	}

	private int execute(String sql, Parameters parameters) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				parameters.set(statement);
				int rows = statement.executeUpdate();
				if (!autoCommit) {
					connection.commit();
				}
				return rows;
			}
		}
	}

	@FunctionalInterface
	private interface Parameters {

		void set(PreparedStatement statement) throws SQLException;

	}

}
