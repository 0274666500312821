CREATE TABLE "Account" (
    "id" INTEGER NOT NULL,
    "ownerId" INTEGER NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Owner" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Owner_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Group" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Group_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "_AccountToGroup" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_AccountToGroup_AB_pkey" PRIMARY KEY ("A","B")
);

CREATE INDEX "Account_ownerId_idx" ON "Account"("ownerId");

CREATE INDEX "_AccountToGroup_B_index" ON "_AccountToGroup"("B");

