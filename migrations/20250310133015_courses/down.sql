ALTER TABLE course.course DROP CONSTRAINT course_revision_has_subject;

ALTER TABLE course.lecture DROP CONSTRAINT lecture_subcourse_id_fkey;

ALTER TABLE course.subcourse
    DROP CONSTRAINT subcourse_course_id_fkey,
    DROP CONSTRAINT subcourse_next_lecture_fkey;

ALTER TABLE course.course
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN id DROP IDENTITY;

ALTER TABLE course.lecture ALTER COLUMN id DROP IDENTITY;

ALTER TABLE course.subcourse ALTER COLUMN id DROP IDENTITY;

-- data-loss: drops table course.attendance and what it holds
DROP TABLE course.attendance;

-- data-loss: drops table course.course_tag and what it holds
DROP TABLE course.course_tag;

-- data-loss: drops table course.course and what it holds
DROP TABLE course.course;

-- data-loss: drops table course.instructor and what it holds
DROP TABLE course.instructor;

-- data-loss: drops table course.lecture and what it holds
DROP TABLE course.lecture;

-- data-loss: drops table course.participant and what it holds
DROP TABLE course.participant;

-- data-loss: drops table course.tag and what it holds
DROP TABLE course.tag;

-- data-loss: drops table course.waiting and what it holds
DROP TABLE course.waiting;

-- data-loss: drops table course.subcourse and what it holds
DROP TABLE course.subcourse;

DROP TYPE course.category;

DROP TYPE course.state;

DROP SCHEMA course;
