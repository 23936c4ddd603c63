package ai.matey.benchmarks;

/**
 * What the server shall answer. It travels as the model's name, the one part of a request
 * that every client sends.
 *
 * @param events tokens of the stream; 0 for a plain answer
 * @param perWrite events that go out in one TCP write
 * @param millis time between writes, 0 for none
 */
record Scenario(int events, int perWrite, int millis) {

	static final Scenario PLAIN = new Scenario(0, 1, 0);

	String model() {
		return "bench-" + this.events + "-" + this.perWrite + "-" + this.millis;
	}

	static Scenario ofBody(String body) {
		int start = body.indexOf("\"bench-") + 7;
		String[] parts = body.substring(start, body.indexOf('"', start)).split("-");
		return new Scenario(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
	}

}
