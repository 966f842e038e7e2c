"""Writes callbacks_keras224.json: what the callbacks of Keras 2.2.4 do on made-up trainings.

Keras 2.2.4 no longer installs, so its rules (keras/callbacks.py at the tag 2.2.4) are restated here, each in the words of a reader:
values are compared as doubles, the learning rate lives in a float32. Needs numpy.
"""

import json
import pathlib

import numpy as np

from scenarios import scenarios, written


class World:
    def __init__(self):
        self.rate = np.float32(1e-3)
        self.stop = False
        self.weights = 0
        self.saved = []
        self.printed = []


def better(mode, delta, value, best):
    """Strictly better by more than delta; comparisons with NaN are false."""
    return np.float64(value) + delta < best if mode == "min" else np.float64(value) - delta > best


def better_than_shifted(mode, delta, value, best):
    """The same with delta on the other side, as ReduceLROnPlateau has it; at the very edge it rounds differently."""
    return value < np.float64(best) - delta if mode == "min" else value > np.float64(best) + delta


def worst(mode):
    return np.inf if mode == "min" else -np.inf


class EarlyStopping:
    def __init__(self, monitor, min_delta, patience, mode, baseline, restore_best_weights, start_from_epoch):
        self.__dict__.update(locals())
        # Only the sign is turned for the minimum: a negative min_delta stays one.
        self.best = worst(mode) if baseline is None else baseline
        self.wait = 0
        self.stopped_at = 0
        self.kept = None

    def epoch_end(self, epoch, logs, world):
        if self.monitor not in logs:
            return
        value = logs[self.monitor]
        if better(self.mode, self.min_delta, value, self.best):
            self.best, self.wait = value, 0
            if self.restore_best_weights:
                self.kept = world.weights
            return
        self.wait += 1
        if self.wait >= self.patience:
            self.stopped_at = epoch
            world.stop = True
            # 2.2.4 fails here where nothing was ever kept; the weights then stay as they are.
            if self.restore_best_weights and self.kept is not None:
                world.printed.append("Restoring model weights from the end of the best epoch")
                world.weights = self.kept

    def train_end(self, world):
        if self.stopped_at > 0:
            world.printed.append("Epoch %05d: early stopping" % (self.stopped_at + 1))


class ReduceLROnPlateau:
    def __init__(self, monitor, factor, patience, mode, min_delta, cooldown, min_lr):
        self.__dict__.update(locals())
        self.best = worst(mode)
        self.wait = 0
        self.resting = 0

    def epoch_end(self, epoch, logs, world):
        if self.monitor not in logs:
            return
        value = logs[self.monitor]
        if self.resting > 0:
            self.resting -= 1
            self.wait = 0
        if better_than_shifted(self.mode, self.min_delta, value, self.best):
            self.best, self.wait = value, 0
        elif self.resting == 0:
            self.wait += 1
            old = float(world.rate)
            if self.wait >= self.patience and old > self.min_lr:
                new = max(old * self.factor, self.min_lr)
                world.rate = np.float32(new)
                world.printed.append("Epoch %05d: ReduceLROnPlateau reducing learning rate to %s." % (epoch + 1, new))
                self.resting, self.wait = self.cooldown, 0

    def train_end(self, world):
        pass


class ModelCheckpoint:
    def __init__(self, monitor, mode, save_best_only):
        self.__dict__.update(locals())
        self.best = worst(mode)

    def epoch_end(self, epoch, logs, world):
        if not self.save_best_only:
            world.printed.append("Epoch %05d: saving model to best.keras" % (epoch + 1))
            world.saved.append(world.weights)
        elif self.monitor in logs:
            value = logs[self.monitor]
            if better(self.mode, 0, value, self.best):
                world.printed.append("Epoch %05d: %s improved from %0.5f to %0.5f, saving model to best.keras"
                                     % (epoch + 1, self.monitor, self.best, value))
                self.best = value
                world.saved.append(world.weights)
            else:
                world.printed.append("Epoch %05d: %s did not improve from %0.5f" % (epoch + 1, self.monitor, self.best))

    def train_end(self, world):
        pass


def run(callback_list, logs):
    world = World()
    callbacks = [globals()[kind](**arguments) for kind, arguments in callback_list]
    rates = []
    for epoch, row in enumerate(logs):
        world.weights = epoch + 1
        for callback in callbacks:
            callback.epoch_end(epoch, row, world)
        rates.append(repr(float(world.rate)))
        if world.stop:
            break
    for callback in callbacks:
        callback.train_end(world)
    return {"rates": rates, "stopped": world.stop, "saved": world.saved, "weights": world.weights, "printed": world.printed}


both, _ = scenarios()
path = pathlib.Path(__file__).parent / "callbacks_keras224.json"
path.write_text(json.dumps(written(both, run), indent=1) + "\n")
