package packetwalk.kernel.grade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jdk.jshell.spi.ExecutionControl;

/** What JShell compiled, run in a learner's JVM. Nothing of it is ever a class in this one. */
final class LearnerControl implements ExecutionControl {

    private final Learner learner;
    private final List<ClassBytecodes> all = new ArrayList<>();

    LearnerControl(Learner learner) {
        this.learner = learner;
    }

    /** Every class so far: another JVM has to be given them again. */
    List<ClassBytecodes> classes() {
        return List.copyOf(all);
    }

    /**
     * Calls a static method of a class that a snippet declares; empty if that did not come back.
     *
     * @param declared the class's name as its source has it, which no other snippet declares
     */
    Optional<Learner.Reply> call(String declared, String method) {
        // each snippet is a class of its own, and what it declares is nested in that
        return all.stream()
                .map(ClassBytecodes::name)
                .filter(each -> each.endsWith("$" + declared))
                .reduce((before, last) -> last)
                .flatMap(type -> learner.call(type, method));
    }

    @Override
    public void load(ClassBytecodes[] classes) throws EngineTerminationException {
        List<ClassBytecodes> these = List.of(classes);
        all.addAll(these);
        if (!learner.define(these)) {
            throw new EngineTerminationException("the learner's JVM is gone");
        }
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws ClassInstallException {
        // JShell falls back to new names and loads those
        throw new ClassInstallException("classes stay as they were loaded", new boolean[classes.length]);
    }

    @Override
    public String invoke(String className, String methodName) throws EngineTerminationException, UserException {
        Learner.Reply reply = learner.call(className, methodName)
                .orElseThrow(() -> new EngineTerminationException("the learner's JVM is gone"));
        if (reply.threw()) {
            throw new UserException(reply.text(), "", new StackTraceElement[0]);
        }
        return reply.text();
    }

    @Override
    public String varValue(String className, String varName) {
        return "";
    }

    @Override
    public void addToClasspath(String path) {
        // it has its class path from its start
    }

    @Override
    public void stop() {
        learner.close();
    }

    @Override
    public Object extensionCommand(String command, Object arg) throws NotImplementedException {
        throw new NotImplementedException(command);
    }

    @Override
    public void close() {
        learner.close();
    }
}
