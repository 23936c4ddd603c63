package ai.matey.pacing.redis;

import java.util.List;

import ai.matey.pacing.store.PacingStore.Exchange;

/**
 * The script that Redis runs in one step: count what was sent, replace what was learned
 * unless it has changed in the meantime, and return what is stored.
 */
final class ExchangeScript {

	/**
	 * Keys: what was learned, the units sent per second. Arguments: units sent, the
	 * expected content, its replacement (empty for none). Both keys expire, since data
	 * that no instance renews is worthless.
	 */
	static final String TEXT = """
			local time = redis.call('TIME')
			local second = tonumber(time[1])
			if tonumber(ARGV[1]) > 0 then
				redis.call('HINCRBY', KEYS[2], time[1], ARGV[1])
				redis.call('EXPIRE', KEYS[2], 60)
			end
			local learned = redis.call('GET', KEYS[1]) or ''
			if ARGV[3] ~= '' and learned == ARGV[2] then
				redis.call('SET', KEYS[1], ARGV[3], 'EX', 3600)
				learned = ARGV[3]
			end
			local sent = {}
			for ago = 1, 10 do
				sent[ago] = tonumber(redis.call('HGET', KEYS[2], tostring(second - ago)) or '0')
			end
			for ago = 15, 20 do
				redis.call('HDEL', KEYS[2], tostring(second - ago))
			end
			return { learned, second, tonumber(time[2]), sent }
			""";

	private ExchangeScript() {
	}

	static Exchange read(List<?> reply) {
		String learned = RedisPacingStore.text((byte[]) reply.get(0));
		long seconds = (Long) reply.get(1);
		long micros = (Long) reply.get(2);
		return new Exchange(learned.isEmpty() ? null : learned, seconds * 1_000_000_000 + micros * 1000,
				RedisPacingStore.numbers((List<?>) reply.get(3)));
	}

}
