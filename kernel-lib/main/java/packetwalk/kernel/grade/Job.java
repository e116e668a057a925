package packetwalk.kernel.grade;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.kernel.exercise.Answer;
import packetwalk.kernel.exercise.Failure;

/**
 * What a worker is to do.
 *
 * @param done exercises that another worker has judged before it ended
 * @param known exercises that ended a worker, and how: they are not tried again. The name {@link #NOTEBOOK} stands for reading the notebook
 */
record Job(Submission submission, long seed, List<String> done, Map<String, Answer.Failed> known) {

    static final String NOTEBOOK = "notebook";

    Job {
        done = List.copyOf(done);
        known = new LinkedHashMap<>(known);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(submission.learner());
        out.writeUTF(submission.file().toString());
        out.writeLong(seed);
        out.writeInt(done.size());
        for (String each : done) {
            out.writeUTF(each);
        }
        out.writeInt(known.size());
        for (Map.Entry<String, Answer.Failed> each : known.entrySet()) {
            out.writeUTF(each.getKey());
            out.writeUTF(each.getValue().failure().name());
            out.writeUTF(each.getValue().text());
        }
        out.flush();
    }

    /** The next; empty when there is none any more. */
    static Optional<Job> read(DataInputStream in) throws IOException {
        try {
            Submission submission = new Submission(in.readUTF(), Path.of(in.readUTF()));
            long seed = in.readLong();
            List<String> done = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                done.add(in.readUTF());
            }
            Map<String, Answer.Failed> known = new LinkedHashMap<>();
            for (int count = in.readInt(); count > 0; count--) {
                known.put(in.readUTF(), new Answer.Failed(Failure.valueOf(in.readUTF()), in.readUTF()));
            }
            return Optional.of(new Job(submission, seed, done, known));
        } catch (EOFException ended) {
            return Optional.empty();
        }
    }
}
